package io.github.inceptionv2.internal.runtime;

import java.security.CodeSource;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.Deallocator_Pointer_long_Pointer;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_TString;

/** Loads TensorFlow's native library once, and explains failures. */
public final class NativeLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

  /**
   * JavaCPP's property for the maximum size of the process. By default, JavaCPP stops allocating at
   * four times the maximum heap. A small heap must not limit TensorFlow, whose memory is outside
   * the heap.
   */
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  /**
   * JavaCPP's property for the end of a platform's name, such as that of {@code linux-x86_64-gpu}.
   */
  private static final String EXTENSION = "platform.extension";

  /** The classes that search for libraries when this library first uses them. */
  private static final List<Class<?>> SEARCHING =
      List.of(
          TF_Output.class,
          TF_Buffer.class,
          TF_TString.class,
          Deallocator_Pointer_long_Pointer.class);

  private static final AtomicBoolean HAS_BEGUN = new AtomicBoolean();

  private static volatile boolean isLoaded;

  private NativeLibrary() {}

  /**
   * Starts loading the library on another thread, for a caller that will need it but has other work
   * to do first: loading takes a second when a process starts. {@link #load} reports any failure.
   */
  public static void begin() {
    if (HAS_BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(NativeLibrary::tryToLoad, "inception-v2-library");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void tryToLoad() {
    try {
      load();
    } catch (NativeException e) {
      LOG.debug("loading failed; the first use of the library will report it", e);
    }
  }

  /**
   * Loads the library if it is not loaded yet. Removes JavaCPP's limit on the process's memory
   * unless the system property {@code org.bytedeco.javacpp.maxPhysicalBytes} sets one, and sets
   * {@code org.bytedeco.javacpp.cachedir} to the directory in which to unpack the library.
   *
   * @throws NativeException if there is no library for this platform, or it cannot be loaded
   */
  public static void load() {
    if (!isLoaded) {
      loadOnce();
    }
  }

  private static synchronized void loadOnce() {
    if (isLoaded) {
      return;
    }
    if (System.getProperty(MEMORY_LIMIT) == null) {
      System.setProperty(MEMORY_LIMIT, "0");
    }
    NativeRequirements requirements = new NativeRequirements(Machine.here());
    requirements.check();
    requirements.checkCache(NativeCache.prepare());
    requirements.claim(System.getProperties(), owner(), origin());
    try {
      NativeLog.quietly(NativeLibrary::loadForProcessor);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      throw requirements.explain(e);
    }
    isLoaded = true;
  }

  /**
   * Loads the library. Searches for CUDA's libraries only if they are needed.
   *
   * <p>JavaCPP's presets for TensorFlow search for eighteen libraries of CUDA 11 in every jar of
   * the class path and at every level of the package, and again for each class that may be used
   * first: with 170 jars, this takes a second or more. They do not search if JavaCPP's properties
   * list any other extension before {@code -gpu}. Afterwards, the properties are restored for other
   * users of JavaCPP.
   */
  private static String loadForProcessor() {
    Properties properties = Loader.loadProperties();
    if (properties.containsKey(EXTENSION) || GpuLibrary.isPresent()) {
      return TensorFlow.version();
    }
    properties.setProperty(EXTENSION, "-cpu");
    try {
      String version = TensorFlow.version();
      SEARCHING.forEach(Loader::load);
      return version;
    } finally {
      properties.remove(EXTENSION);
    }
  }

  private static String owner() {
    ClassLoader loader = TensorFlow.class.getClassLoader();
    return loader.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(loader));
  }

  /**
   * Returns the location of TensorFlow's jar, such as {@code
   * file:/app/lib/tensorflow-core-api-1.1.0.jar}.
   */
  private static String origin() {
    CodeSource source = TensorFlow.class.getProtectionDomain().getCodeSource();
    return String.valueOf(source).replaceAll("^\\(| <.*$", "");
  }
}
