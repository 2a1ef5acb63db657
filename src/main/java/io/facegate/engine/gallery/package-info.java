/** Galleries of face templates, encrypted on disk and kept apart by owner. */
@NullMarked
package io.facegate.engine.gallery;

import org.jspecify.annotations.NullMarked;
