package io.github.inceptionv2.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

  private static final Map<String, String> LINUX =
      Map.of("os.name", "Linux", "user.home", "/people/me", "java.io.tmpdir", "/tmp");

  @Test
  void cache_onLinux() {
    assertEquals(Path.of("/people/me/.cache/inception-v2"), cache(LINUX, Map.of()));
    assertEquals(Path.of("/big/inception-v2"), cache(LINUX, Map.of("XDG_CACHE_HOME", "/big")));
    assertEquals(
        Path.of("/people/me/.cache/inception-v2"), cache(LINUX, Map.of("XDG_CACHE_HOME", "big")));
    assertEquals(
        Path.of("/people/me/.cache/inception-v2"), cache(LINUX, Map.of("XDG_CACHE_HOME", "")));
  }

  @Test
  void cache_onMac() {
    Map<String, String> mac = Map.of("os.name", "Mac OS X", "user.home", "/people/me");

    assertEquals(Path.of("/people/me/Library/Caches/inception-v2"), cache(mac, Map.of()));
  }

  @Test
  void cache_onWindows() {
    Map<String, String> windows = Map.of("os.name", "Windows 11", "user.home", "/people/me");

    assertEquals(Path.of("/people/me/AppData/Local/inception-v2"), cache(windows, Map.of()));
    assertEquals(Path.of("/local/inception-v2"), cache(windows, Map.of("LOCALAPPDATA", "/local")));
  }

  /** Each value would be a path in the working directory or the root. */
  @ParameterizedTest
  @ValueSource(strings = {"?", "", " ", ".", "home/me", "/", "//"})
  void cacheWithoutAHome_followsTheEnvironment(String home) {
    Map<String, String> homeless =
        Map.of("os.name", "Linux", "user.home", home, "java.io.tmpdir", "/tmp");

    assertEquals(Path.of("/h/.cache/inception-v2"), cache(homeless, Map.of("HOME", "/h")));
    assertEquals(
        Path.of("/tmp/inception-v2/.cache/inception-v2"), cache(homeless, Map.of("HOME", home)));
  }

  @Test
  void cache_named_isUsedAsGiven() {
    Map<String, String> named = Map.of(Environment.CACHE_PROPERTY, "/p", "user.home", "/people/me");
    Map<String, String> variables = Map.of("INCEPTION_V2_CACHE", "/v", "XDG_CACHE_HOME", "/big");

    assertEquals(Path.of("/p"), cache(named, variables));
    assertEquals(Path.of("/v"), cache(LINUX, variables));
  }

  private static Path cache(Map<String, String> properties, Map<String, String> variables) {
    return environment(properties, variables).cacheDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    ",,false",
    "true,,true",
    "false,1,false",
    ",1,true",
    ",TRUE,true",
    ",yes,true",
    ",0,false",
    ",no,false",
    "'','',false",
  })
  void offline_byPropertyOrVariable_isSwitchedOn(
      String property, String variable, boolean expected) {
    assertEquals(
        expected,
        environment(
                property == null ? Map.of() : Map.of(Environment.OFFLINE_PROPERTY, property),
                variable == null ? Map.of() : Map.of(Environment.OFFLINE_VARIABLE, variable))
            .isOffline());
  }

  @Test
  void pythonCache_named_isUsedAsGiven() {
    PythonCache named = environment(LINUX, Map.of("TFHUB_CACHE_DIR", "/hub")).pythonCache();

    assertEquals(Path.of("/hub"), named.directory());
    assertTrue(named.isNamed());
  }

  @Test
  void pythonCache_unset_isInTheTemporaryDirectory() {
    Path usual = Path.of("/tmp/tfhub_modules");

    assertEquals(usual, environment(LINUX, Map.of()).pythonCache().directory());
    assertFalse(environment(LINUX, Map.of()).pythonCache().isNamed());
    assertEquals(
        Path.of("/var/x/tfhub_modules"),
        environment(LINUX, Map.of("TMPDIR", "/var/x")).pythonCache().directory());
    assertEquals(
        usual, environment(LINUX, Map.of("TFHUB_CACHE_DIR", "gs://b/c")).pythonCache().directory());
  }

  /** The handles and directories are in the table of the protocol's documentation. */
  @ParameterizedTest
  @CsvSource({
    "classification/1, 8561a7927e6c3f658365726640ffee09f2f73afe",
    "classification/5, cb08e52c4e077020ee8a831349161d07fb948d03",
    "feature_vector/3, 46968087d2c7e9fd6f85d824c7ea93874ea3eb8d",
  })
  void pythonModules_areNamedByTheirHandles(String handle, String directory) {
    PythonCache python = new PythonCache(Path.of("/hub"), true);

    assertEquals(
        Path.of("/hub", directory),
        python.module("https://tfhub.dev/google/imagenet/inception_v2/" + handle));
  }

  private static Environment environment(
      Map<String, String> properties, Map<String, String> variables) {
    return new Environment(properties::get, variables::get);
  }
}
