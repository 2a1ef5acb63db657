/** Face detection, alignment and recognition: from pixels to faces and templates. */
@NullMarked
package io.facegate.engine.vision;

import org.jspecify.annotations.NullMarked;
