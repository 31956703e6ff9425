package io.github.inceptionv2.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes in one line why a job failed, without Spark's stack traces and error codes. */
final class Failures {

  /** Matches the report of a task exception that Spark could not send to the driver. */
  private static final Pattern TASK =
      Pattern.compile("most recent failure: (?:Lost task [^\\n]*?\\): )?([^\\n]*)");

  private static final Pattern LOST = Pattern.compile("ExecutorLostFailure|executor \\w+ exited");
  private static final Pattern EXCEPTION = Pattern.compile("^(?:[\\w$]+\\.)+[\\w$]+: (?=.)");
  private static final Pattern CODE = Pattern.compile("^\\[[A-Z_.0-9]+] | *SQLSTATE: \\w+ *");

  private Failures() {}

  /** Returns a description of the failure, in one line. */
  static String message(Throwable e) {
    return plain(text(cause(e)).strip().lines().findFirst().orElse(e.toString()));
  }

  /**
   * Returns the first exception that does not merely wrap another exception. Its message says what
   * to do.
   */
  private static Throwable cause(Throwable e) {
    Throwable cause = e;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isWrapper(Throwable e) {
    String type = e.getClass().getName();
    return type.startsWith("org.apache.spark.")
        || e instanceof UncheckedIOException
        || e instanceof ExecutionException
        || e.getClass() == RuntimeException.class
        || e.getClass() == IOException.class && e.getMessage() == null
        || e.getCause() != null && e.getCause().toString().equals(e.getMessage());
  }

  private static String text(Throwable e) {
    String message = e.getMessage();
    if (e instanceof ClassNotFoundException || e instanceof NoClassDefFoundError) {
      return "a class is missing (" + message + "); pass its jar to spark-submit with --jars";
    } else if (e instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile()
          + (e instanceof NoSuchFileException
              ? ": there is no such file or directory"
              : ": cannot be used (" + e.getClass().getSimpleName() + ")");
    } else if (message == null) {
      return e.toString();
    }
    Matcher task = TASK.matcher(message);
    return task.find() ? ofTask(task.group(1), message) : message;
  }

  private static String ofTask(String failure, String all) {
    if (LOST.matcher(failure).find()) {
      String lost = failure.replaceFirst("^ExecutorLostFailure *", "");
      return "executors exited while computing: "
          + lost
          + "; if they ran out of memory, raise spark.executor.memoryOverhead";
    }
    boolean isKnown = EXCEPTION.matcher(failure).find();
    return isKnown ? EXCEPTION.matcher(failure).replaceFirst("") : first(all);
  }

  private static String first(String message) {
    return message.lines().findFirst().orElse(message);
  }

  private static String plain(String line) {
    return CODE.matcher(line).replaceAll("").replaceAll("\\p{Cntrl}", "?");
  }
}
