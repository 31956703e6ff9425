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

/** Loads TensorFlow's native library once, and says what is wrong where it cannot be loaded. */
public final class NativeLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

  /**
   * JavaCPP stops allocating once the whole process is four times as large as the heap may become.
   * A small heap is no reason to do without TensorFlow, whose memory lies outside of it.
   */
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  /** Names the directories of a platform's libraries, as in {@code linux-x86_64-gpu}. */
  private static final String EXTENSION = "platform.extension";

  /** Those that are used here and look for libraries when they are first used. */
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
   * Begins to load the library on another thread, for whoever is about to need it and has something
   * to do until then: it takes a second of a process's start. What goes wrong is told by {@link
   * #load}.
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
      LOG.debug("will be told to who needs the library", e);
    }
  }

  /**
   * Loads the library if that has not happened yet. Lifts JavaCPP's limit of the process's memory
   * unless the system property {@code org.bytedeco.javacpp.maxPhysicalBytes} sets one, and names
   * the directory to unpack it in by {@code org.bytedeco.javacpp.cachedir}.
   *
   * @throws NativeException if there is none for this platform, or it cannot be loaded
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
   * Loads the library without looking for CUDA's where there is no use for them.
   *
   * <p>JavaCPP's presets for TensorFlow look for eighteen libraries of CUDA 11 in every jar of the
   * class path and at every level of the package, and again for each class that may be the first:
   * with 170 jars, a second and more. They do not if JavaCPP's properties name an extension before
   * {@code -gpu}; any will do. What they were is put back for others that use JavaCPP.
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

  /** The jar, such as {@code file:/app/lib/tensorflow-core-api-1.1.0.jar}. */
  private static String origin() {
    CodeSource source = TensorFlow.class.getProtectionDomain().getCodeSource();
    return String.valueOf(source).replaceAll("^\\(| <.*$", "");
  }
}
