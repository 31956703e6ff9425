package io.github.inceptionv2.internal.runtime;

import java.util.function.Supplier;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps TensorFlow from writing what nobody asked for to standard error: which instructions its
 * binary uses, which devices it found, that a compiler pass is off.
 *
 * <p>TensorFlow 2.18 has no other way. {@code TF_RegisterLogListener} hears print operations, not
 * the log; {@code TF_CPP_MIN_LOG_LEVEL} is read before Java code can set it, and does not reach the
 * lines that go through Abseil. These lines come when a session is made and when it first computes
 * something. In these moments, C's {@code stderr} refuses to be written to, by glibc's own flag for
 * streams that are open for reading. File descriptor 2, and so {@code System.err} and the JVM's own
 * messages, are left alone, and what TensorFlow says later, such as warnings, is seen.
 *
 * <p>Where C's library is not glibc, nothing is done. Neither is anything if this class's logger
 * takes DEBUG: then the lines are seen.
 */
final class NativeLog {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLog.class);

  /** glibc marks every stream by the upper half of its first word, the flags. */
  private static final int MAGIC_MASK = 0xFFFF0000;

  private static final int MAGIC = 0xFBAD0000;
  private static final int NO_WRITES = 0x0008;

  private static int quiet;
  private static int flags;

  private NativeLog() {}

  /** Does {@code work} while C's {@code stderr} takes nothing. */
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

  /** The flags of C's {@code stderr}, or null where this is not glibc's, or not to be found. */
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
      return null; // JavaCPP's own library is not there, and TensorFlow's not loaded yet.
    }
  }
}
