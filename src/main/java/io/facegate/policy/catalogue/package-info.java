/** What the packs of a folder are, in a table. */
@NullMarked
package io.facegate.policy.catalogue;

import org.jspecify.annotations.NullMarked;
