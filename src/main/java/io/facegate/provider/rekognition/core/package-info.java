/** The common core of all wires in Rekognition's words: what is asked of it, and what it answers. */
@NullMarked
package io.facegate.provider.rekognition.core;

import org.jspecify.annotations.NullMarked;
