package io.github.inceptionv2.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Optional;

/** Remembers why results could not be written, which {@link PrintWriter} does not tell. */
final class Output extends FilterOutputStream {

  private IOException failure;

  Output(OutputStream out) {
    super(out);
  }

  /** The end of a command whose results reach nobody; {@link Main} says why. */
  static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Ends the command if something of what was printed could not be written. */
  static void check(PrintWriter out) {
    if (out.checkError()) {
      throw new BrokenException();
    }
  }

  /** The first failure. */
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
      throw remembered(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw remembered(e);
    }
  }

  private IOException remembered(IOException e) {
    failure = failure == null ? e : failure;
    return e;
  }
}
