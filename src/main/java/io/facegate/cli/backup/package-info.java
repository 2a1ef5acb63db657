/** Copies of a whole data folder, and putting one back. */
@NullMarked
package io.facegate.cli.backup;

import org.jspecify.annotations.NullMarked;
