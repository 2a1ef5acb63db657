/** Delivery of notices to webhooks and mailboxes. */
@NullMarked
package io.facegate.app.notice;

import org.jspecify.annotations.NullMarked;
