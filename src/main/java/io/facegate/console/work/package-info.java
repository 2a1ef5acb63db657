/** The console's work pages: what waits for a person, and what that person does about it. */
@NullMarked
package io.facegate.console.work;

import org.jspecify.annotations.NullMarked;
