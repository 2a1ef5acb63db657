/** Amazon Rekognition's wire format: request reader, response filter and writer. */
@NullMarked
package io.facegate.vendor.rekognition.wire;

import org.jspecify.annotations.NullMarked;
