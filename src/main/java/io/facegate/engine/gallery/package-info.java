/** Galleries of face templates, encrypted on disk and separated by owner. */
@NullMarked
package io.facegate.engine.gallery;

import org.jspecify.annotations.NullMarked;
