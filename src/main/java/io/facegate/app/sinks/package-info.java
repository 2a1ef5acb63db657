/** Sinks that every record is sent on to: topics, webhooks, collectors and buckets. */
@NullMarked
package io.facegate.app.sinks;

import org.jspecify.annotations.NullMarked;
