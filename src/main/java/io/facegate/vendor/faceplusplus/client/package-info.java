/** Client of the Face++ API, called with the operator's own key. */
@NullMarked
package io.facegate.vendor.faceplusplus.client;

import org.jspecify.annotations.NullMarked;
