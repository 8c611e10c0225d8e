@echo off
rem Installs kosei_xl for this user, without the Internet and without administrator's rights.
rem "install.cmd --all-users", as administrator, installs it into Program Files for everybody.
rem This file stays ASCII; what it says in Japanese stands in install_kit.py and manual.html.
rem It needs no current folder: started from a network place (\\server\share) there is none.
setlocal
if not exist "%~dp0install_kit.py" (
  echo The other files of the kit are not beside this one.
  echo Please take the whole folder out of the ZIP file first, then start install.cmd there.
  pause
  exit /b 1
)
set "PYTHON="
set "OWN=%LOCALAPPDATA%"
if "%~1" == "--all-users" set "OWN=%ProgramFiles%"
for %%P in (
  "%OWN%\kosei_xl\python\python.exe"
  "%OWN%\Programs\Python\Python@DIGITS@\python.exe"
  "%ProgramFiles%\Python@DIGITS@\python.exe"
) do if not defined PYTHON if exist %%P set "PYTHON=%%~P"
if not defined PYTHON for /f "delims=" %%P in ('py -@VERSION@ -c "import sys; print(sys.executable)" 2^>nul') do set "PYTHON=%%P"
if not defined PYTHON (
  echo Python @VERSION@ ^(64 bit^) was not found. Please read the page that opens now.
  start "" "%~dp0manual.html"
  pause
  exit /b 1
)
rem Not before: what the loop above reads is in the code page of this window.
set PYTHONUTF8=1
"%PYTHON%" "%~dp0install_kit.py" %*
set "CODE=%ERRORLEVEL%"
pause
exit /b %CODE%
