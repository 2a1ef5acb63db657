/** Delivery of notices to webhooks and by mail. */
@NullMarked
package io.facegate.app.notice;

import org.jspecify.annotations.NullMarked;
