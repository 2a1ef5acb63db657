/** Google Cloud Vision's wire format over REST. */
@NullMarked
package io.facegate.vendor.google.wire;

import org.jspecify.annotations.NullMarked;
