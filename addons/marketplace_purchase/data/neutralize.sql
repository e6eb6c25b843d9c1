-- A copied database must not order anything from suppliers.
UPDATE marketplace_account
   SET procure = 'off';
UPDATE purchase_order
   SET marketplace_mail = 'by_hand'
 WHERE marketplace_mail = 'due';
