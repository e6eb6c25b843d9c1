import { registry } from "@web/core/registry";

/**
 * A picker list that is scanned, whatever page is open, opens: the transfer, or the gathered list.
 *
 * Their numbers have a slash in them, which no product's barcode has, so that scanning products asks the server nothing.
 */
export const picklistScan = {
    dependencies: ["action", "barcode", "orm"],

    start(env, { action, barcode, orm }) {
        barcode.bus.addEventListener("barcode_scanned", async ({ detail }) => {
            if (!detail.barcode.includes("/")) {
                return;
            }
            const found = await orm.call("marketplace.picklist", "scanned", [detail.barcode]);
            if (found) {
                await action.doAction(found);
            }
        });
    },
};

registry.category("services").add("marketplace_picklist_scan", picklistScan);
