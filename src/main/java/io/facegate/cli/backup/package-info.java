/** Backup and restore of a whole data folder. */
@NullMarked
package io.facegate.cli.backup;

import org.jspecify.annotations.NullMarked;
