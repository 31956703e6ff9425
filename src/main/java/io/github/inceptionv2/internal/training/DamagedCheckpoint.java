package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Messages about checkpoints that training cannot resume from. */
public final class DamagedCheckpoint {

  /** Instructions for starting over. */
  public static final String BEGIN_ANEW =
      "to start over, remove the checkpoint with FineTuner.removeCheckpoints, or pass --restart on"
          + " the command line";

  private static final String RESUME = "training cannot resume; " + BEGIN_ANEW;

  private DamagedCheckpoint() {}

  static FileSystemException of(Path file, Exception cause) {
    FileSystemException e = new FileSystemException(file.toString(), null, "is damaged; " + RESUME);
    e.initCause(cause);
    return e;
  }

  /** Returns an exception that names the damaged file and says how to start over. */
  public static IOException of(ModelFormatException e) {
    return new IOException(e.getMessage() + "; " + RESUME, e);
  }
}
