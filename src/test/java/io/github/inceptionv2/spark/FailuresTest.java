package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  private static final String ABORTED =
      "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: ";

  @Test
  void message_comesFromTheFirstCauseOutsideSpark() {
    IOException ours =
        new IOException("m cannot be downloaded; try again", new ConnectException("refused"));
    Exception stage = new SparkException(ABORTED + "Lost task 0.3: x\n\tat A.b", ours);
    assertEquals(
        "m cannot be downloaded; try again",
        Failures.message(new RuntimeException("again", new UncheckedIOException(wrap(stage)))));
  }

  private static IOException wrap(Exception e) {
    return new IOException(e);
  }

  @Test
  void message_ofATaskWithoutItsException_comesFromSparksText() {
    String lost = "Lost task 0.3 in stage 1.0 (TID 3) (127.0.0.1 executor 0): ";
    assertEquals(
        "model m has SHA-256 00 on this executor",
        message(
            lost
                + "java.io.IOException: model m has SHA-256 00 on this executor\n\tat a.B.c(B:1)\n"
                + "Driver stacktrace:"));
    assertEquals(
        "executors exited while computing: (executor 0 exited caused by one of the running tasks)"
            + " Reason: killed; if they ran out of memory, raise spark.executor.memoryOverhead",
        message(
            lost
                + "ExecutorLostFailure (executor 0 exited caused by one of the running tasks)"
                + " Reason: killed\nDriver stacktrace:"));
  }

  private static String message(String failure) {
    return Failures.message(new SparkException(ABORTED + failure));
  }

  @Test
  void sparksCodesAndStackTraces_areLeftOut() {
    assertEquals(
        "Path does not exist: file:/no.",
        Failures.message(
            new SparkException("[PATH_NOT_FOUND] Path does not exist: file:/no. SQLSTATE: 42K03")));
    assertEquals("a?b", Failures.message(new IOException("a\u001bb\n\tat c")));
  }

  @Test
  void failuresWithoutAMessage_getOne() {
    assertEquals(
        "m: there is no such file or directory", Failures.message(new NoSuchFileException("m")));
    assertEquals(
        "a class is missing (org/tensorflow/Graph); pass its jar to spark-submit with --jars",
        Failures.message(
            new SparkException("x", new NoClassDefFoundError("org/tensorflow/Graph"))));
    assertEquals("java.lang.NullPointerException", Failures.message(new NullPointerException()));
  }
}
