/** Client of Google Cloud Vision. */
@NullMarked
package io.facegate.vendor.google.client;

import org.jspecify.annotations.NullMarked;
