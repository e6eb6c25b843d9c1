import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { TextField, textField } from "@web/views/fields/text/text_field";

import { useState } from "@odoo/owl";

/**
 * A text whose length has limits, those of the fields `low` and `high` beside it: says while typing how far it is.
 */
export class CountedTextField extends TextField {
    static template = "marketplace_base.CountedTextField";

    setup() {
        super.setup();
        this.typed = useState({ text: null });
    }

    onInput(ev) {
        this.typed.text = ev.target.value;
    }

    /** Like the server: characters, not halves of them, and none of the blanks around. */
    get length() {
        const text = this.typed.text ?? this.props.record.data[this.props.name] ?? "";
        return [...(text || "").trim()].length;
    }

    /** Nothing written yet is no mistake. */
    get fits() {
        const { low, high } = this.props.record.data;
        return !this.length || (low <= this.length && this.length <= high);
    }

    get words() {
        const { low, high } = this.props.record.data;
        if (!this.length) {
            return _t("%(low)s to %(high)s characters", { low, high });
        }
        if (this.length < low) {
            return _t("%(count)s characters: at least %(low)s are needed", { count: this.length, low });
        }
        if (this.length > high) {
            return _t("%(count)s characters: %(more)s too many", { count: this.length, more: this.length - high });
        }
        return _t("%(count)s of %(high)s characters", { count: this.length, high });
    }
}

registry.category("fields").add("marketplace_counted_text", {
    ...textField,
    component: CountedTextField,
    supportedTypes: ["text"],
    fieldDependencies: [
        { name: "low", type: "integer" },
        { name: "high", type: "integer" },
    ],
});
