"""Reasons of failed batch items, localized (api/trendyol.md §2.10): the wording is invented, as no client may match it."""

REASONS = {
    "barcode_missing": ("Barcode is required", "Codul de bare este obligatoriu", "Barkod zorunludur"),
    "barcode_wrong": (
        "Barcode has characters that are not allowed, or more than 40",
        "Codul de bare are caractere nepermise sau mai mult de 40",
        "Barkod geçersiz karakter içeriyor veya 40 karakterden uzun",
    ),
    "barcode_exists": ("Barcode already exists", "Codul de bare există deja", "Barkod zaten mevcut"),
    "barcode_unknown": ("Product was not found", "Produsul nu a fost găsit", "Ürün bulunamadı"),
    "field_missing": ("{field} is required", "{field} este obligatoriu", "{field} zorunludur"),
    "field_wrong": ("{field} is not valid", "{field} nu este valid", "{field} geçersiz"),
    "field_long": (
        "{field} may have at most {limit} characters",
        "{field} poate avea cel mult {limit} caractere",
        "{field} en fazla {limit} karakter olabilir",
    ),
    "field_foreign": (
        "{field} cannot be sent here",
        "{field} nu se trimite aici",
        "{field} bu serviste gönderilemez",
    ),
    "brand_unknown": ("Brand was not found", "Marca nu a fost găsită", "Marka bulunamadı"),
    "category_unknown": ("Category was not found", "Categoria nu a fost găsită", "Kategori bulunamadı"),
    "category_not_leaf": (
        "Products can be listed in the lowest categories only",
        "Produsele se listează numai în categorii fără subcategorii",
        "Ürünler yalnızca en alt seviye kategoride listelenebilir",
    ),
    "html": ("Description has forbidden HTML", "Descrierea are HTML nepermis", "Açıklamada yasak HTML var"),
    "prices": (
        "listPrice must not be below salePrice",
        "listPrice nu poate fi sub salePrice",
        "Liste fiyatı satış fiyatından küçük olamaz",
    ),
    "both_prices": (
        "salePrice and listPrice must be sent together",
        "salePrice și listPrice se trimit împreună",
        "Satış fiyatı ve liste fiyatı birlikte gönderilmelidir",
    ),
    "nothing_sent": (
        "Neither stock nor prices were sent",
        "Nu s-a trimis nici stoc, nici preț",
        "Stok veya fiyat gönderilmedi",
    ),
    "vat": (
        "VAT rate {rate} is not valid on this storefront",
        "Cota TVA {rate} nu este valabilă pe acest magazin",
        "{rate} KDV oranı bu mağaza için geçerli değil",
    ),
    "images": (
        "1 to 8 images with https addresses are required",
        "Sunt necesare 1 până la 8 imagini cu adrese https",
        "1 ile 8 arasında https görsel adresi zorunludur",
    ),
    "sgr_missing": (
        "sgrPrice is required in this category",
        "sgrPrice este obligatoriu în această categorie",
        "Bu kategoride sgrPrice zorunludur",
    ),
    "sgr_foreign": (
        "sgrPrice is valid on storefront RO only",
        "sgrPrice este valabil numai pe magazinul RO",
        "sgrPrice yalnızca RO mağazasında geçerlidir",
    ),
    "attribute_missing": (
        "Attribute {name} ({id}) is required",
        "Atributul {name} ({id}) este obligatoriu",
        "{name} ({id}) özelliği zorunludur",
    ),
    "attribute_unknown": (
        "Attribute {id} does not belong to the category",
        "Atributul {id} nu aparține categoriei",
        "{id} özelliği kategoriye ait değil",
    ),
    "attribute_value": (
        "Value of attribute {id} is not valid",
        "Valoarea atributului {id} nu este validă",
        "{id} özelliğinin değeri geçersiz",
    ),
    "attribute_fixed": (
        "Attribute {id} cannot be changed after approval",
        "Atributul {id} nu se mai poate schimba după aprobare",
        "{id} özelliği onaydan sonra değiştirilemez",
    ),
    "family": (
        "Variants of one productMainId must share brand and category",
        "Variantele unui productMainId trebuie să aibă aceeași marcă și categorie",
        "Aynı productMainId altındaki varyantların marka ve kategorisi aynı olmalıdır",
    ),
    "variant_exists": (
        "A variant with the same values exists: {barcode}",
        "Există deja o variantă cu aceleași valori: {barcode}",
        "Aynı değerlere sahip varyant mevcut: {barcode}",
    ),
    "not_approved": ("Product is not approved", "Produsul nu este aprobat", "Ürün onaylı değil"),
    "is_approved": ("Product is approved already", "Produsul este deja aprobat", "Ürün zaten onaylı"),
    "content_unknown": ("Content was not found", "Conținutul nu a fost găsit", "İçerik bulunamadı"),
    "not_locked": ("Product is not locked", "Produsul nu este blocat", "Ürün kilitli değil"),
    "cannot_delete": (
        "Approved products can be deleted one day after they were archived",
        "Produsele aprobate se pot șterge la o zi după arhivare",
        "Onaylı ürünler arşivlendikten bir gün sonra silinebilir",
    ),
    "stock_range": (
        "Quantity must be from 0 to 20000",
        "Cantitatea trebuie să fie între 0 și 20000",
        "Stok 0 ile 20000 arasında olmalıdır",
    ),
    "price_changes": (
        "More than 30 price changes in a minute",
        "Mai mult de 30 de modificări de preț într-un minut",
        "Bir dakikada 30'dan fazla fiyat değişikliği",
    ),
    "repeated": (
        "The same request cannot be repeated for 15 minutes",
        "Aceeași cerere nu se poate repeta timp de 15 minute",
        "Aynı istek 15 dakika boyunca tekrarlanamaz",
    ),
    "on_purpose": ("{text}", "{text}", "{text}"),
}
COLUMNS = {"en": 0, "ro": 1, "tr": 2}


class Reason:
    """Why an item failed; `text(language)` prints it."""

    def __init__(self, key, **values):
        self.key, self._values = key, values

    def text(self, language):
        return REASONS[self.key][COLUMNS.get(language, 0)].format(**self._values)
