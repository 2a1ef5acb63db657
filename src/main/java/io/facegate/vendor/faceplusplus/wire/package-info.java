/** Face++'s wire format: credential scan, request reader and answer writer. */
@NullMarked
package io.facegate.vendor.faceplusplus.wire;

import org.jspecify.annotations.NullMarked;
