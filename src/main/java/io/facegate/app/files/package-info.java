/** Configuration files that an operator writes by hand. */
@NullMarked
package io.facegate.app.files;

import org.jspecify.annotations.NullMarked;
