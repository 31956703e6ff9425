package io.github.inceptionv2.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Optional;

/** Records the exception if results cannot be written, because {@link PrintWriter} hides it. */
final class Output extends FilterOutputStream {

  private IOException failure;

  Output(OutputStream out) {
    super(out);
  }

  /** Stops a command whose results cannot be written; {@link Commands} prints the reason. */
  static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Stops the command if part of its output could not be written. */
  static void check(PrintWriter out) {
    if (out.checkError()) {
      throw new BrokenException();
    }
  }

  /** Returns the first failure. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw recorded(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw recorded(e);
    }
  }

  private IOException recorded(IOException e) {
    failure = failure == null ? e : failure;
    return e;
  }
}
