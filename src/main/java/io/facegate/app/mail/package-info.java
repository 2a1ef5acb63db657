/** Mail over SMTP. */
@NullMarked
package io.facegate.app.mail;

import org.jspecify.annotations.NullMarked;
