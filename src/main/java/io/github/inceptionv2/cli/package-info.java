/** The command line: one class a command, on the public API alone. */
package io.github.inceptionv2.cli;
