package io.github.inceptionv2.training;

import io.github.inceptionv2.ImageDecodeException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Describes why a file was left out, for messages that name the file. */
final class UnreadableReason {

  private UnreadableReason() {}

  /** Returns a clause that can follow the file's name. */
  static String of(IOException e) {
    if (e instanceof ImageDecodeException decode) {
      return decode.getMessage().substring(decode.image().length()).strip();
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return "cannot be read: " + file.getReason();
    }
    return "cannot be read: " + (e instanceof NoSuchFileException ? "there is no such file" : e);
  }
}
