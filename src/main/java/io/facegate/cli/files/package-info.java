/** Files that options name. */
@NullMarked
package io.facegate.cli.files;

import org.jspecify.annotations.NullMarked;
