/** CompreFace's wire format: request reader, response filter and writer. */
@NullMarked
package io.facegate.vendor.compreface.wire;

import org.jspecify.annotations.NullMarked;
