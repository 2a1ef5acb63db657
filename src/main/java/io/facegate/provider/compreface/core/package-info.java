/** The common core of all wires, in CompreFace's words and back. */
@NullMarked
package io.facegate.provider.compreface.core;

import org.jspecify.annotations.NullMarked;
