/** What the wires of all vendors share: request and response values, strict URI, JSON and multipart readers, response filter. */
@NullMarked
package io.facegate.vendor.wire;

import org.jspecify.annotations.NullMarked;
