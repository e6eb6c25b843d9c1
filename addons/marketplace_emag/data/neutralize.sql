-- What somebody may be typing while the database is copied.
UPDATE marketplace_connect
   SET emag_username = NULL,
       emag_password = NULL;
