package io.github.inceptionv2.internal.runtime;

import java.util.function.Supplier;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Suppresses TensorFlow's unsolicited messages on standard error, such as the instructions that its
 * binary uses, the devices that it found, and compiler passes that are off.
 *
 * <p>TensorFlow 2.18 has no setting that suppresses them. {@code TF_RegisterLogListener} receives
 * print operations, not the log; {@code TF_CPP_MIN_LOG_LEVEL} is read before Java code can set it,
 * and does not affect lines that go through Abseil. The messages appear when a session is created
 * and when it first computes something. During these steps, C's {@code stderr} rejects writes,
 * because this class sets the flag with which glibc marks read-only streams. File descriptor 2, and
 * thus {@code System.err} and the JVM's own messages, are not affected. Later messages of
 * TensorFlow, such as warnings, are visible.
 *
 * <p>This class does nothing if the C library is not glibc, or if its own logger is at DEBUG, which
 * makes the messages visible.
 */
final class NativeLog {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLog.class);

  /** glibc marks every stream by the upper half of its flags, the first word of the stream. */
  private static final int MAGIC_MASK = 0xFFFF0000;

  private static final int MAGIC = 0xFBAD0000;
  private static final int NO_WRITES = 0x0008;

  private static int quiet;
  private static int flags;

  private NativeLog() {}

  /** Runs {@code work} while C's {@code stderr} rejects writes. */
  static <T> T quietly(Supplier<T> work) {
    IntPointer stream = LOG.isDebugEnabled() ? null : stderr();
    if (stream == null) {
      return work.get();
    }
    begin(stream);
    try {
      return work.get();
    } finally {
      end(stream);
    }
  }

  private static synchronized void begin(IntPointer stream) {
    if (quiet++ == 0) {
      flags = stream.get();
      stream.put(flags | NO_WRITES);
    }
  }

  private static synchronized void end(IntPointer stream) {
    if (--quiet == 0) {
      stream.put(flags);
    }
  }

  /** Returns the flags of C's {@code stderr}, or null if it is not glibc's or cannot be found. */
  private static IntPointer stderr() {
    if (!Loader.getPlatform().startsWith("linux")) {
      return null;
    }
    try {
      Pointer variable = Loader.addressof("stderr");
      if (variable == null || variable.isNull()) {
        return null;
      }
      IntPointer stream = new IntPointer(new PointerPointer<>(variable).get());
      return (stream.get() & MAGIC_MASK) == MAGIC ? stream : null;
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      return null; // JavaCPP's own library is missing, and TensorFlow's is not loaded yet
    }
  }
}
