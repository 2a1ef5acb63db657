/** CompreFace's wire format: codec and error format. */
@NullMarked
package io.facegate.ingress.compreface;

import org.jspecify.annotations.NullMarked;
