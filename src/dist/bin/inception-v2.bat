@echo off
rem Starts the command line of Inception V2 with the libraries of this distribution.
rem JAVA_HOME is the directory of the JDK (default: the java on the PATH).
setlocal
set "HOME_DIR=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if not defined TF_CPP_MIN_LOG_LEVEL set TF_CPP_MIN_LOG_LEVEL=1
"%JAVA%" -XX:+UseSerialGC %INCEPTION_V2_JAVA_OPTS% -cp "%HOME_DIR%\lib\*" io.github.inceptionv2.cli.Main %*
exit /b %ERRORLEVEL%
