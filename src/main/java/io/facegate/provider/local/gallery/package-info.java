/** Memory: galleries of templates, sealed on disk and kept apart by owner. */
@NullMarked
package io.facegate.provider.local.gallery;

import org.jspecify.annotations.NullMarked;
