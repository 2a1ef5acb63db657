/** Signed requests to webhooks, over HTTPS. */
@NullMarked
package io.facegate.app.webhook;

import org.jspecify.annotations.NullMarked;
