-- A copied database must not talk to live platforms: no credentials, no runner, nothing switched on, no address to notify.
UPDATE ir_cron
   SET active = false
 WHERE id IN (SELECT cron_id FROM marketplace_account);
UPDATE marketplace_account
   SET credentials = NULL,
       token = NULL,
       stock_enabled = false,
       price_enabled = false,
       order_enabled = false,
       state = CASE WHEN state = 'draft' THEN 'draft' ELSE 'paused' END,
       pause_reason = 'Copied database: enter credentials again to connect.';
