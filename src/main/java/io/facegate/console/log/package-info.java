/** The log over HTTP, for those who keep and check it. */
@NullMarked
package io.facegate.console.log;

import org.jspecify.annotations.NullMarked;
