-- What somebody may be typing while the database is copied.
UPDATE marketplace_connect
   SET trendyol_seller = NULL,
       trendyol_key = NULL,
       trendyol_secret = NULL;
