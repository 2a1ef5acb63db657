/** Adapter to Google Cloud Vision. */
@NullMarked
package io.facegate.provider.google;

import org.jspecify.annotations.NullMarked;
