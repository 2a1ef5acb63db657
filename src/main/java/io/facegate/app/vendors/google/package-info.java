/** Registration of Google Cloud Vision. */
@NullMarked
package io.facegate.app.vendors.google;

import org.jspecify.annotations.NullMarked;
