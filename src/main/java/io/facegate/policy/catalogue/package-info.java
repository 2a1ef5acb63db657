/** Catalogue table of the packs in a folder, and the archive of past policy sets. */
@NullMarked
package io.facegate.policy.catalogue;

import org.jspecify.annotations.NullMarked;
