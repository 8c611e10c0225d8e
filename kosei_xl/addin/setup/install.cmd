@echo off
rem Installs kosei_xl for this user, without the Internet and without administrator's rights.
rem This file stays ASCII; what it says in Japanese stands in install_kit.py and manual.html.
setlocal
pushd "%~dp0"
set PYTHONUTF8=1
set "PYTHON="
for %%P in (
  "%LOCALAPPDATA%\kosei_xl\python\python.exe"
  "%LOCALAPPDATA%\Programs\Python\Python@DIGITS@\python.exe"
  "%ProgramFiles%\Python@DIGITS@\python.exe"
) do if not defined PYTHON if exist %%P set "PYTHON=%%~P"
if not defined PYTHON for /f "delims=" %%P in ('py -@VERSION@ -c "import sys; print(sys.executable)" 2^>nul') do set "PYTHON=%%P"
if not defined PYTHON (
  echo Python @VERSION@ ^(64 bit^) was not found. Please read the page that opens now.
  start "" manual.html
  pause
  exit /b 1
)
"%PYTHON%" install_kit.py %*
set "CODE=%ERRORLEVEL%"
popd
pause
exit /b %CODE%
