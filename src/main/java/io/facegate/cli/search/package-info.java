/** Commands that find records, count them, and hand them out. */
@NullMarked
package io.facegate.cli.search;

import org.jspecify.annotations.NullMarked;
